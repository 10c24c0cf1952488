@NullMarked
package org.dnn.runtime.x86;

import org.jspecify.annotations.NullMarked;
