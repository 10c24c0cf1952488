/** From kernels to a plan: who shares which kernel, where the team must meet, and where each buffer lies. */
@NullMarked
package org.dnn.compiler.allocate;

import org.jspecify.annotations.NullMarked;
