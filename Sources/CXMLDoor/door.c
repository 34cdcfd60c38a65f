#include "CXMLDoor.h"
