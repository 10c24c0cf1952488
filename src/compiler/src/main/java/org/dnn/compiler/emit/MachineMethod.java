package org.dnn.compiler.emit;

import com.palantir.javapoet.MethodSpec;

/**
 * A loop nest's method that machine code can take the place of.
 *
 * @param signature the method, without a body
 */
record MachineMethod(MethodSpec signature, MachineNest.Written nest) {}
