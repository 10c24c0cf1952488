/** What a training costs, before anything runs: layers, floating-point operations, memory; and what does not fit. */
@NullMarked
package org.dnn.compiler.measure;

import org.jspecify.annotations.NullMarked;
