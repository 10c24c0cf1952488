/**
 * Machine code for x86-64, made while a program runs: an assembler of the few instructions that the innermost loops need, and
 * memory in which they can be called. What is made with it has a twin in Java with the same bits.
 */
@NullMarked
package org.dnn.runtime.x86;

import org.jspecify.annotations.NullMarked;
