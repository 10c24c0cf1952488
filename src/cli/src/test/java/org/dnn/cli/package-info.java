/** Tests of the command, with a compiler of their own. */
@NullMarked
package org.dnn.cli;

import org.jspecify.annotations.NullMarked;
