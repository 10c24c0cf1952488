/** Tests of what a run shows and leaves behind. */
@NullMarked
package org.dnn.runtime.report;

import org.jspecify.annotations.NullMarked;
