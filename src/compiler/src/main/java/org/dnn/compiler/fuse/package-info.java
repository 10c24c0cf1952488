/**
 * From equations to kernels: which equations are computed together in one loop nest, which values get memory, and which are
 * no more than another way of looking at one that has.
 */
@NullMarked
package org.dnn.compiler.fuse;

import org.jspecify.annotations.NullMarked;
