/** Files that are not data: written whole or not at all, and the format in which weights travel. */
@NullMarked
package org.dnn.runtime.file;

import org.jspecify.annotations.NullMarked;
