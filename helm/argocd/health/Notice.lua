-- Progressing until it has arrived, or nobody will get it.
local status = obj.status or {}
local message = status.message or status.state or ""
if status.state == "Delivered" or status.state == "Suppressed" then
  return { status = "Healthy", message = message }
elseif status.state == "Failed" or (status.state == "Uncertain" and status.settled) then
  return { status = "Degraded", message = message }
end
return { status = "Progressing", message = message }
