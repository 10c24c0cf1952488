/** NVIDIA's cards: what a machine has of CUDA. Training on them is not built yet. */
@NullMarked
package org.dnn.runtime.cuda;

import org.jspecify.annotations.NullMarked;
