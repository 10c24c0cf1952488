/**
 * What is computed: a list of equations {@code value: type = op(operands)}, each with the place that it came from. Every op
 * is defined by {@link org.dnn.compiler.ir.TypeRules} (its type) and by the reference interpreter of the tests (its value).
 */
@NullMarked
package org.dnn.compiler.ir;

import org.jspecify.annotations.NullMarked;
