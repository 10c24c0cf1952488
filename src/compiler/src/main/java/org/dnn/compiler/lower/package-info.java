/**
 * From the model to equations: the network, its loss, its metrics and the update of its parameters, all written out as
 * formulas.
 */
@NullMarked
package org.dnn.compiler.lower;

import org.jspecify.annotations.NullMarked;
