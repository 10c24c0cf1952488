/** What the training loop asks of a device. */
@NullMarked
package org.dnn.runtime.device;

import org.jspecify.annotations.NullMarked;
