@NullMarked
package org.dnn.runtime.cuda;

import org.jspecify.annotations.NullMarked;
