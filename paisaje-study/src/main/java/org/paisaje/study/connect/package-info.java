/** Whether networks are connected: the loss on curves between them, before and after they are aligned. */
@NullMarked
package org.paisaje.study.connect;

import org.jspecify.annotations.NullMarked;
