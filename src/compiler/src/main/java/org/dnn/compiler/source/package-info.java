/** A file's text and places in it. */
@NullMarked
package org.dnn.compiler.source;

import org.jspecify.annotations.NullMarked;
