/**
 * Passes over the equations, one a file, each named by what it does; {@link org.dnn.compiler.optimise.Passes} is the list.
 * Leaving one out changes the cost of a program, never its results beyond rounding.
 */
@NullMarked
package org.dnn.compiler.optimise;

import org.jspecify.annotations.NullMarked;
