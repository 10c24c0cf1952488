/** Tests of the plugin without Maven. */
@NullMarked
package org.dnn.maven;

import org.jspecify.annotations.NullMarked;
