/** Trainings as a whole, from the text of a {@code .dnn} file to what they leave behind. */
@NullMarked
package org.dnn.compiler.training;

import org.jspecify.annotations.NullMarked;
