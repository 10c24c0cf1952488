/** From kernels to kernels for a GPU that multiplies numbers of sixteen bits several times as fast as floats. */
@NullMarked
package org.dnn.compiler.narrow;

import org.jspecify.annotations.NullMarked;
