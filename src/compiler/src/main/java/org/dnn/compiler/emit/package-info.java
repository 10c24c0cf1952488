/** Writes Java: one printer of a kernel per form, the classes around them, and {@code RuntimeSymbols}, all that they call. */
@NullMarked
package org.dnn.compiler.emit;

import org.jspecify.annotations.NullMarked;
