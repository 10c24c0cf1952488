/**
 * What exists: layers, functions, losses, optimizers, schedules, initialisers, transforms, metrics, sources and splits, with
 * their parameters, ranges and defaults, and what each does to shapes and kinds. Checker, completion, reference and parity
 * tests read it.
 */
@NullMarked
package org.dnn.compiler.catalog;

import org.jspecify.annotations.NullMarked;
