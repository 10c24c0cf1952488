/** What the compiler tells its user: one object that terminal, Maven's log, editor and JSON are views of. */
@NullMarked
package org.dnn.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
