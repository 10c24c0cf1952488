@NullMarked
package org.dnn.runtime.device;

import org.jspecify.annotations.NullMarked;
