/** Asking trained networks, on the CPU: in any application, with no flag for the JVM. */
@NullMarked
package org.dnn.runtime.predict;

import org.jspecify.annotations.NullMarked;
