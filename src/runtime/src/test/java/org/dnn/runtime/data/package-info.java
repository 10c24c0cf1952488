@NullMarked
package org.dnn.runtime.data;

import org.jspecify.annotations.NullMarked;
