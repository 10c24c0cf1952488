@NullMarked
package org.dnn.runtime.cpu;

import org.jspecify.annotations.NullMarked;
