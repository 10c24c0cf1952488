/** What was written, holes included. */
@NullMarked
package org.dnn.compiler.ast;

import org.jspecify.annotations.NullMarked;
