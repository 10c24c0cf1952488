/**
 * From text to tree, never failing. {@code Scanner} makes lexemes of the text, {@code Headers} marks where declarations
 * begin, {@code Brackets} balances them,
 * {@code LineEnds} marks where statements end, {@code Keywords} says which words are keywords, the generated parser with
 * {@code Recovery} makes a parse tree of them, {@code TreeBuilder} the tree of {@code org.dnn.compiler.ast}.
 */
@NullMarked
package org.dnn.compiler.parse;

import org.jspecify.annotations.NullMarked;
