/** Tests of logs of runs. */
@NullMarked
package org.paisaje.data.log;

import org.jspecify.annotations.NullMarked;
