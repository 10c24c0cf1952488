/**
 * How it is computed: loop nests over an index space, and the few opaque kernels (matrix products, convolution products,
 * windows), in the order in which they run. The order of every sum is declared here, so that all forms of a kernel give the
 * same bits.
 */
@NullMarked
package org.dnn.compiler.kernel;

import org.jspecify.annotations.NullMarked;
