/** Training: the loop, what is measured, checkpoints, and what a generated train block says of itself. */
@NullMarked
package org.dnn.runtime.train;

import org.jspecify.annotations.NullMarked;
