/** NVIDIA's cards: what a machine has of CUDA, and training there. Alone in calling JCuda. */
@NullMarked
package org.dnn.runtime.cuda;

import org.jspecify.annotations.NullMarked;
