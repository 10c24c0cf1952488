/** Generated programs on a card that pretends. */
@NullMarked
package org.dnn.compiler.cuda;

import org.jspecify.annotations.NullMarked;
