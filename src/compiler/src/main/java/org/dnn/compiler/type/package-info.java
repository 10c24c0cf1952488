/** What a value is: its kind, which says what its numbers mean, and its shape. */
@NullMarked
package org.dnn.compiler.type;

import org.jspecify.annotations.NullMarked;
