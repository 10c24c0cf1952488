@NullMarked
package org.dnn.bench;

import org.jspecify.annotations.NullMarked;
