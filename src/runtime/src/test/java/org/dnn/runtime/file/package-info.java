@NullMarked
package org.dnn.runtime.file;

import org.jspecify.annotations.NullMarked;
