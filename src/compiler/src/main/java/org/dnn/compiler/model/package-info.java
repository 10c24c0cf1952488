/** What was meant: names resolved, shapes and kinds known, arguments bound, blocks written out. */
@NullMarked
package org.dnn.compiler.model;

import org.jspecify.annotations.NullMarked;
