/** What runs, in which order, and where everything lies: ordered steps over one arena. */
@NullMarked
package org.dnn.compiler.plan;

import org.jspecify.annotations.NullMarked;
