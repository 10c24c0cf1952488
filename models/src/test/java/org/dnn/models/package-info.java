/** What holds for the example networks. */
@NullMarked
package org.dnn.models;

import org.jspecify.annotations.NullMarked;
