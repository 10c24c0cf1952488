/**
 * The reverse pass: from a program that computes a number, the equations of its gradients. One short rule an op; a repetition
 * becomes a repetition that runs the other way.
 */
@NullMarked
package org.dnn.compiler.differentiate;

import org.jspecify.annotations.NullMarked;
