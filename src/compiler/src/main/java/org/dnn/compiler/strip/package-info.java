/**
 * From kernels over all rows of a batch to kernels that run strip by strip, where a network is small enough that a strip's
 * values stay in the nearest cache from the data to the gradients.
 */
@NullMarked
package org.dnn.compiler.strip;

import org.jspecify.annotations.NullMarked;
