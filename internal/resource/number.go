package resource

import (
	"fmt"
	"strconv"
)

// Number is an error number of Windows: of Win32 as it stands, else the whole HRESULT or NTSTATUS.
type Number struct {
	N    uint32
	Name string    // as Microsoft's headers have it
	Code FaultCode // what an agent makes of it; "" where that is for whoever asked to say
}

// Numbers is the one table of them. The agent's (fault.ps1) and that of docs/protocol.md are held against it.
var Numbers = []Number{
	{2, "ERROR_FILE_NOT_FOUND", Absent},
	{3, "ERROR_PATH_NOT_FOUND", Absent},
	{15, "ERROR_INVALID_DRIVE", Absent},
	{21, "ERROR_NOT_READY", Absent}, // a drive without a disc has nothing in it
	{1060, "ERROR_SERVICE_DOES_NOT_EXIST", Absent},
	{1168, "ERROR_NOT_FOUND", Absent},
	{0x80041002, "WBEM_E_NOT_FOUND", Absent},
	{0x8004100E, "WBEM_E_INVALID_NAMESPACE", Absent},
	{0x80041010, "WBEM_E_INVALID_CLASS", Absent},

	{5, "ERROR_ACCESS_DENIED", Denied},
	{19, "ERROR_WRITE_PROTECT", Denied},
	{740, "ERROR_ELEVATION_REQUIRED", Denied},
	{1314, "ERROR_PRIVILEGE_NOT_HELD", Denied},
	{0x80041003, "WBEM_E_ACCESS_DENIED", Denied},
	{0x8013150A, "COR_E_SECURITY", Denied},

	{32, "ERROR_SHARING_VIOLATION", Locked},
	{33, "ERROR_LOCK_VIOLATION", Locked},
	{170, "ERROR_BUSY", Locked},
	{303, "ERROR_DELETE_PENDING", Locked},
	{1061, "ERROR_SERVICE_CANNOT_ACCEPT_CTRL", Locked},
	{1072, "ERROR_SERVICE_MARKED_FOR_DELETE", Locked},
	{1175, "ERROR_UNABLE_TO_REMOVE_REPLACED", Locked},
	{1176, "ERROR_UNABLE_TO_MOVE_REPLACEMENT", Locked},
	{1224, "ERROR_USER_MAPPED_FILE", Locked},
	{5023, "ERROR_INVALID_STATE", Locked},

	{87, "ERROR_INVALID_PARAMETER", Invalid},
	{123, "ERROR_INVALID_NAME", Invalid},
	{161, "ERROR_BAD_PATHNAME", Invalid},
	{206, "ERROR_FILENAME_EXCED_RANGE", Invalid},
	{267, "ERROR_DIRECTORY", Invalid},
	{0x80041017, "WBEM_E_INVALID_QUERY", Invalid},
	{0x80004003, "E_POINTER", Invalid}, // what .NET's own exceptions carry
	{0x80131502, "COR_E_ARGUMENTOUTOFRANGE", Invalid},
	{0x80131516, "COR_E_OVERFLOW", Invalid},
	{0x80131537, "COR_E_FORMAT", Invalid},

	{50, "ERROR_NOT_SUPPORTED", Unsupported},
	{120, "ERROR_CALL_NOT_IMPLEMENTED", Unsupported},
	{0x80131515, "COR_E_NOTSUPPORTED", Unsupported},
	{0x80131539, "COR_E_PLATFORMNOTSUPPORTED", Unsupported},

	{53, "ERROR_BAD_NETPATH", Unavailable},
	{59, "ERROR_UNEXP_NET_ERR", Unavailable},
	{64, "ERROR_NETNAME_DELETED", Unavailable},
	{67, "ERROR_BAD_NET_NAME", Unavailable},
	{1058, "ERROR_SERVICE_DISABLED", Unavailable},
	{1068, "ERROR_SERVICE_DEPENDENCY_FAIL", Unavailable},
	{1203, "ERROR_NO_NET_OR_BAD_PATH", Unavailable},
	{1219, "ERROR_SESSION_CREDENTIAL_CONFLICT", Unavailable},
	{1231, "ERROR_NETWORK_UNREACHABLE", Unavailable},
	{1722, "RPC_S_SERVER_UNAVAILABLE", Unavailable},
	{1726, "RPC_S_CALL_FAILED", Unavailable},
	{1753, "EPT_S_NOT_REGISTERED", Unavailable},

	{121, "ERROR_SEM_TIMEOUT", Timeout},
	{1053, "ERROR_SERVICE_REQUEST_TIMEOUT", Timeout},
	{1460, "ERROR_TIMEOUT", Timeout},
	{0x80131505, "COR_E_TIMEOUT", Timeout},

	{39, "ERROR_HANDLE_DISK_FULL", Full},
	{112, "ERROR_DISK_FULL", Full},
	{1295, "ERROR_DISK_QUOTA_EXCEEDED", Full},

	{225, "ERROR_VIRUS_INFECTED", Blocked},
	{226, "ERROR_VIRUS_DELETED", Blocked},
	{1260, "ERROR_ACCESS_DISABLED_BY_POLICY", Blocked},
	{4551, "ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION", Blocked},

	{23, "ERROR_CRC", Damaged},
	{483, "ERROR_DEVICE_HARDWARE_ERROR", Damaged},
	{1009, "ERROR_BADDB", Damaged},
	{1015, "ERROR_REGISTRY_CORRUPT", Damaged},
	{1117, "ERROR_IO_DEVICE", Damaged},
	{1127, "ERROR_DISK_OPERATION_FAILED", Damaged},
	{1392, "ERROR_FILE_CORRUPT", Damaged},
	{1393, "ERROR_DISK_CORRUPT", Damaged},

	{1066, "ERROR_SERVICE_SPECIFIC_ERROR", Ended},
	{1067, "ERROR_PROCESS_ABORTED", Ended},

	// With what programs end: an agent never meets them.
	{1601, "ERROR_INSTALL_SERVICE_FAILURE", ""},
	{1602, "ERROR_INSTALL_USEREXIT", ""},
	{1603, "ERROR_INSTALL_FAILURE", ""},
	{1605, "ERROR_UNKNOWN_PRODUCT", ""},
	{1612, "ERROR_INSTALL_SOURCE_ABSENT", ""},
	{1618, "ERROR_INSTALL_ALREADY_RUNNING", ""},
	{1619, "ERROR_INSTALL_PACKAGE_OPEN_FAILED", ""},
	{1620, "ERROR_INSTALL_PACKAGE_INVALID", ""},
	{1625, "ERROR_INSTALL_PACKAGE_REJECTED", ""},
	{1633, "ERROR_INSTALL_PLATFORM_UNSUPPORTED", ""},
	{1638, "ERROR_PRODUCT_VERSION", ""},
	{1639, "ERROR_INVALID_COMMAND_LINE", ""},
	{1640, "ERROR_INSTALL_REMOTE_DISALLOWED", ""},
	{1641, "ERROR_SUCCESS_REBOOT_INITIATED", ""},
	{3010, "ERROR_SUCCESS_REBOOT_REQUIRED", ""},
	{0x40010004, "DBG_TERMINATE_PROCESS", ""},
	{0xC0000005, "STATUS_ACCESS_VIOLATION", ""},
	{0xC0000017, "STATUS_NO_MEMORY", ""},
	{0xC000001D, "STATUS_ILLEGAL_INSTRUCTION", ""},
	{0xC0000022, "STATUS_ACCESS_DENIED", ""},
	{0xC000007B, "STATUS_INVALID_IMAGE_FORMAT", ""},
	{0xC00000FD, "STATUS_STACK_OVERFLOW", ""},
	{0xC000012D, "STATUS_COMMITMENT_LIMIT", ""},
	{0xC0000135, "STATUS_DLL_NOT_FOUND", ""},
	{0xC0000139, "STATUS_ENTRYPOINT_NOT_FOUND", ""},
	{0xC000013A, "STATUS_CONTROL_C_EXIT", ""},
	{0xC0000142, "STATUS_DLL_INIT_FAILED", ""},
	{0xC0000361, "STATUS_ACCESS_DISABLED_BY_POLICY_DEFAULT", Blocked},
	{0xC0000364, "STATUS_ACCESS_DISABLED_BY_POLICY_OTHER", Blocked},
	{0xC0000374, "STATUS_HEAP_CORRUPTION", ""},
	{0xC0000409, "STATUS_STACK_BUFFER_OVERRUN", ""},
	{0xC0000428, "STATUS_INVALID_IMAGE_HASH", Blocked},
	{0xC0000906, "STATUS_VIRUS_INFECTED", Blocked},
	{0xC0000907, "STATUS_VIRUS_DELETED", Blocked},
	{0xE0434352, "an unhandled .NET exception", ""},
}

// named finds a number, also a Win32 number in the form of a HRESULT.
func named(n uint32) (Number, bool) {
	if n&0xFFFF0000 == 0x80070000 {
		n &= 0xFFFF
	}
	for _, x := range Numbers {
		if x.N == n {
			return x, true
		}
	}
	return Number{}, false
}

// CodeOf is what an error number of Windows means: of Win32, or a HRESULT. "" where the table does not know.
func CodeOf(n uint32) FaultCode {
	x, _ := named(n)
	return x.Code
}

// ExitText shows with what a program has ended, as people look it up: large codes in hexadecimal, too, and with their
// name. Small ones are each program's own.
func ExitText(code int64) string {
	text := strconv.FormatInt(code, 10)
	if code >= 0 && code < 0x100 {
		return text
	}
	hex := fmt.Sprintf("0x%X", uint32(code))
	if x, ok := named(uint32(code)); ok {
		hex += ", " + x.Name
	}
	return text + " (" + hex + ")"
}
