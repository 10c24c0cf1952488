/** The canonical layout of a file: spaces, indentation and columns; the words and lines stay its author's. */
@NullMarked
package org.dnn.compiler.format;

import org.jspecify.annotations.NullMarked;
