/** From kernels to the same kernels in another order, where there is a choice. */
@NullMarked
package org.dnn.compiler.order;

import org.jspecify.annotations.NullMarked;
