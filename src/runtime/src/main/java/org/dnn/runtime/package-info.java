/**
 * What generated programs call. Inside, one way: {@code data → train → device ← cpu, cuda}.
 */
@NullMarked
package org.dnn.runtime;

import org.jspecify.annotations.NullMarked;
