/** From what was written to what was meant; says what is wrong before anything runs. */
@NullMarked
package org.dnn.compiler.check;

import org.jspecify.annotations.NullMarked;
