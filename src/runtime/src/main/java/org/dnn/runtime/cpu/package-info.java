/**
 * What generated programs call on the CPU: elementary functions, products of matrices, convolutions, windows, and a
 * team of threads.
 *
 * <p>Everything works on one {@code float[]}, at offsets, and allocates nothing once it is made. There are two forms of
 * all that is hot, plain Java and the Vector API, and for most of it a third, machine code. They give the same bits,
 * with 8 lanes or 16, interpreted or compiled, and for any split over threads: every element of a result is one chain of
 * fused multiply-adds in a stated order, whoever computes it. A NaN is a NaN here, whatever its payload.
 */
@NullMarked
package org.dnn.runtime.cpu;

import org.jspecify.annotations.NullMarked;
