/**
 * The compiler. One way through:
 *
 * <pre>
 *   text ─ parse → tree ─ check → model ─ lower, differentiate → equations ─ optimise → equations
 *        ─ fuse → kernels ─ strip, order, narrow → kernels ─ allocate → plan ─ measure → costs ─ emit → Java
 * </pre>
 *
 * Nouns, each importing only those to its left: {@code source → diagnostic → type → ast → catalog → model → ir → kernel →
 * plan}. Verbs, none importing another: {@code parse check lower differentiate optimise fuse strip order narrow
 * allocate measure emit format}; only {@link org.dnn.compiler.Pipeline} knows their order.
 */
@NullMarked
package org.dnn.compiler;

import org.jspecify.annotations.NullMarked;
