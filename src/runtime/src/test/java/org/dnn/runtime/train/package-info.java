@NullMarked
package org.dnn.runtime.train;

import org.jspecify.annotations.NullMarked;
